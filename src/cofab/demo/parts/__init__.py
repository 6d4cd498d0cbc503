"""The project's own part, a flanged bearing housing: model and drawing, made by the scripts here."""
