"""The kinds of entry that are recorded on a case at any time: incidents, actions, notes and disclosures."""
