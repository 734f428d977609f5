"""Starting, keeping and restoring a site. Run from the root of the tree: `python -m deploy.run`."""
