"""The checklist of a draft, its prompts, and check and sign off."""
