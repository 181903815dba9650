"""One pass of a transformer encoder that fills all linguistic layers of a Doc, by onnxruntime."""
