"""The pages' one design system: frame, components, figures, words for numbers, and their gallery."""
