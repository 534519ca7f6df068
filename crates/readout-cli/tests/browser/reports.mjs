// Reports for the tests, ours and invented, besides the samples of `examples`.

/** A report of another story than the samples', two days older than its change. */
const FAIR = {
  id: "harbour-weekly-17",
  url: "https://harbourweekly.example/17",
  outlet: "Harbour Weekly",
  title: "Envoy Okonedo opens seed fair in Odby",
  byline: "Ilse Marran",
  published: "2025-06-02",
  text:
    "Envoy Amara Okonedo opened a seed fair in Odby on Monday. \"Bring what you can spare,\" Okonedo said.\n\n" +
    "The fair has 40 stalls, its organiser Bruno Keld said. He expects 3,000 visitors.\n\n" +
    "Keld said that the town would pay for the tents.",
};

/** The same, as its outlet changed it. */
const FAIR_CHANGED = {
  ...FAIR,
  text: FAIR.text.replace("40 stalls", "44 stalls") + "\n\nThe mayor, Petra Soll, said on Tuesday that the harbour would stay open.",
};

/** Two readings: a report, then its other wording. */
export const FAIR_TWICE = [[FAIR], [FAIR_CHANGED]];
