"""Drafts: answering the checklist, prompts, and sign-off."""
