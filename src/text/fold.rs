//! Folding: one context-free table from a character to its representative string.
