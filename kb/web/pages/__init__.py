"""The pages, a file a family: each reads what it shows in one go, and hands it to a template."""
