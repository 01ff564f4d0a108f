/**
 * Meters the calls of a Google Gen AI client where they become HTTP: an OkHttp client whose
 * interceptors open, follow and end each call. Knows requests and answers as bytes; knows nothing
 * of the SDK's types but the tag that joins the inner calls of automatic function calling.
 */
@NullMarked
package io.costaware.vertex.wire;

import org.jspecify.annotations.NullMarked;
