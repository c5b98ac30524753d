"""Problems: what can be wrong with a roster, as data, as errors and as sentences in French and English."""
