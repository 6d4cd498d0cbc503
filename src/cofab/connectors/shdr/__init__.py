"""SHDR adapters: MTConnect's lines straight from an adapter, where no agent stands between.

Why: many controllers come with an adapter on port 7878 and nobody set an agent up.
"""
