"""Drafts of design documents, made of what the request and the documents read say."""
