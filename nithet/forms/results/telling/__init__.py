"""What the figures of a round say, in official Thai. Pure: results in, paragraphs out; no number that the results do not have."""
