package io.vecdb.app.quickstart;

import io.vecdb.api.Hit;

import java.util.List;

/// What came back for a question.
///
/// @param question what was asked
/// @param millis from the question to the hits, its embedding included
/// @param hits nearest first
record Answer(Question question, double millis, List<Hit> hits) {}
