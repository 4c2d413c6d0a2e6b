"""Answering a draft, its prompts, and signing it off."""
