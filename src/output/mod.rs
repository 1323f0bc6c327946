//! Writing: the manifest and the atomic writer.
