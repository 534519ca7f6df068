//! Reads the model file; `training/export.py` writes it and describes the format.

use std::collections::BTreeMap;
use std::io::Read as _;

/// What is wrong with a model file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadModel(pub(crate) String);

/// The values of an array.
enum Values {
    F32(Vec<f32>),
    I8(Vec<i8>),
    Text(String),
}

/// The arrays of a model file by name. Each is taken once.
pub(crate) struct Weights {
    arrays: BTreeMap<String, (Vec<usize>, Values)>,
}

/// Walks over the bytes of the file.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], BadModel> {
        if n > self.0.len() {
            return Err(BadModel("the file ends in the middle of an array".into()));
        }
        let (head, rest) = self.0.split_at(n);
        self.0 = rest;
        Ok(head)
    }

    fn number(&mut self, bytes: usize) -> Result<usize, BadModel> {
        Ok(self.take(bytes)?.iter().rev().fold(0, |n, b| n << 8 | usize::from(*b)))
    }
}

impl Weights {
    /// Unpacks a model file.
    pub(crate) fn read(file: &[u8]) -> Result<Self, BadModel> {
        let mut raw = Vec::new();
        zstd::stream::read::Decoder::new(file)
            .and_then(|mut decoder| decoder.read_to_end(&mut raw))
            .map_err(|e| BadModel(format!("not a zstd file: {e}")))?;
        let mut bytes = Bytes(&raw);
        let mut arrays = BTreeMap::new();
        for _ in 0..bytes.number(4)? {
            let len = bytes.number(2)?;
            let name = String::from_utf8_lossy(bytes.take(len)?).into_owned();
            let kind = bytes.number(1)?;
            let dimensions = bytes.number(1)?;
            let shape = (0..dimensions).map(|_| bytes.number(4)).collect::<Result<Vec<_>, _>>()?;
            let count: usize = shape.iter().product();
            let values = match kind {
                0 => Values::F32(bytes.take(count * 4)?.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect()),
                1 => Values::I8(bytes.take(count)?.iter().map(|b| b.cast_signed()).collect()),
                3 => Values::Text(String::from_utf8_lossy(bytes.take(count)?).into_owned()),
                other => return Err(BadModel(format!("array {name} has the unknown type {other}"))),
            };
            arrays.insert(name, (shape, values));
        }
        Ok(Self { arrays })
    }

    fn take(&mut self, name: &str) -> Result<(Vec<usize>, Values), BadModel> {
        self.arrays.remove(name).ok_or_else(|| BadModel(format!("array {name} is missing")))
    }

    /// An array of floats.
    pub(crate) fn floats(&mut self, name: &str) -> Result<Vec<f32>, BadModel> {
        match self.take(name)? {
            (_, Values::F32(values)) => Ok(values),
            _ => Err(BadModel(format!("array {name} does not hold 32-bit floats"))),
        }
    }

    /// A matrix of bytes: values and width of a row.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<(Vec<i8>, usize), BadModel> {
        match self.take(name)? {
            (shape, Values::I8(values)) if shape.len() == 2 => Ok((values, shape[1])),
            _ => Err(BadModel(format!("array {name} is no matrix of bytes"))),
        }
    }

    /// A text.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, BadModel> {
        match self.take(name)? {
            (_, Values::Text(text)) => Ok(text),
            _ => Err(BadModel(format!("array {name} is no text"))),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_broken_file_is_an_error_and_no_panic() {
        use super::Weights;
        assert!(Weights::read(b"not a model").is_err());
        let cut = [1, 0, 0, 0, 1, 0, b'a', 0, 1, 255, 255, 0, 0];
        let packed = zstd::encode_all(&cut[..], 1).expect("compresses in memory");
        assert!(Weights::read(&packed).is_err());
    }
}
