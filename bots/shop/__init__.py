"""The shop as its customers' desk sees it: over HTTP, or from the sample's files."""
