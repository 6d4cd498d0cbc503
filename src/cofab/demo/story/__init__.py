"""The demo's first story, played through the public API: a bearing housing from its drawing to the last cent."""
