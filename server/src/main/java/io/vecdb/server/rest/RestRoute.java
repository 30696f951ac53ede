package io.vecdb.server.rest;

import com.linecorp.armeria.common.HttpMethod;

/// A row of the route table.
///
/// @param method the method
/// @param path the path, with `{name}` for what varies; also the label of its metrics
/// @param endpoint what answers
record RestRoute(HttpMethod method, String path, Endpoint endpoint) {}
