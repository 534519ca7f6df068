//! Quotation marks: which characters of the text stand inside them.

use readout_language::{Analysis, TokenRange, Upos};
use readout_report::Span;

use crate::StatementKind;

/// The double-quoted stretches of a text, marks included, in order. A mark that is not closed ends with its paragraph.
pub(super) struct Quotes {
    pub(super) spans: Vec<Span>,
}

impl Quotes {
    pub(super) fn of(text: &str, analysis: &Analysis) -> Self {
        let mut spans = Vec::new();
        let mut open: Option<u32> = None;
        let mut paragraph = None;
        for sentence in &analysis.sentences {
            if paragraph != Some(sentence.paragraph) {
                if let Some(start) = open.take() {
                    spans.push(Span::new(start, Self::end_of(analysis, sentence.tokens.start)));
                }
                paragraph = Some(sentence.paragraph);
            }
            for token in &analysis.tokens[sentence.tokens.range()] {
                match token.span.of_text(text) {
                    "“" | "„" | "«" | "``" => open = open.or(Some(token.span.start)),
                    "”" | "»" | "''" | "’’" => {
                        spans.extend(open.take().map(|start| Span::new(start, token.span.end)))
                    }
                    "\"" => match open.take() {
                        Some(start) => spans.push(Span::new(start, token.span.end)),
                        None => open = Some(token.span.start),
                    },
                    _ => {}
                }
            }
        }
        if let Some(start) = open {
            spans.push(Span::new(start, Self::end_of(analysis, analysis.tokens.len() as u32)));
        }
        Self { spans }
    }

    /// The quotations that some spans in text order may touch.
    pub(super) fn around(&self, spans: &[Span]) -> &[Span] {
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return &[] };
        let start = self.spans.partition_point(|q| q.end <= first.start);
        let end = self.spans.partition_point(|q| q.start < last.end);
        &self.spans[start.min(end)..end]
    }

    fn end_of(analysis: &Analysis, token: u32) -> u32 {
        analysis.tokens[..token as usize].last().map_or(0, |t| t.span.end)
    }

    /// The piece with both marks of a quotation that it covers but for its marks, or half of them. A quotation that holds the cue
    /// too is another statement's.
    pub(super) fn whole(&self, analysis: &Analysis, piece: TokenRange, cue: Span) -> Span {
        let piece = self.within_marks(analysis, piece, cue);
        let words = analysis.span(piece);
        let mut span = words;
        for quote in self.around(&[words]).iter().filter(|q| q.overlaps(words) && !q.contains(cue)) {
            let before = analysis.tokens_in(Span::new(quote.start, quote.start + 1)).start;
            if before + 1 == piece.start {
                span.start = quote.start;
            }
            let last = analysis.tokens_in(Span::new(quote.end - 1, quote.end));
            // The closing mark may follow a comma that was left out.
            if (last.end == piece.end + 1 || last.end == piece.end + 2)
                && span.end < quote.end
                && span.start <= quote.start
            {
                span.end = quote.end;
            }
            // A mark whose partner lies outside is not part of what is said.
            if last.start == piece.start && piece.len() > 1 {
                span.start = analysis.tokens[piece.start as usize + 1].span.start;
            }
        }
        span
    }

    /// The piece without the closing mark of a quotation that holds the cue, and the comma before it.
    fn within_marks(&self, analysis: &Analysis, mut piece: TokenRange, cue: Span) -> TokenRange {
        let closes = |end: u32| self.around(&[cue]).iter().any(|q| q.contains(cue) && q.end == end);
        if piece.len() > 1 && closes(analysis.tokens[piece.end as usize - 1].span.end) {
            piece.end -= 1;
            while piece.len() > 1 && analysis.tokens[piece.end as usize - 1].upos == Upos::Punct {
                piece.end -= 1;
            }
        }
        piece
    }

    /// Direct, indirect or mixed, by the letters of the content that stand in quotation marks. Marks around the cue as well are those
    /// of a statement around this one.
    pub(super) fn kind(&self, content: &[Span], cue: Span, text: &str) -> StatementKind {
        let (mut inside, mut outside) = (0, 0);
        for span in content {
            for (at, c) in span.of_text(text).char_indices() {
                if c.is_alphanumeric() {
                    let at = span.start + at as u32;
                    let first = self.spans.partition_point(|q| q.end <= at);
                    let quoted = self.spans.get(first).is_some_and(|q| q.start <= at && !q.contains(cue));
                    *(if quoted { &mut inside } else { &mut outside }) += 1;
                }
            }
        }
        match (inside, outside) {
            (0, _) => StatementKind::Indirect,
            (_, 0) => StatementKind::Direct,
            _ => StatementKind::Mixed,
        }
    }
}
