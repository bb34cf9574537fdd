/**
 * The manager's REST API: JSON over HTTP with a bearer token, and server-sent events (docs/api.md).
 */
@NullMarked
package io.transship.manager.api;

import org.jspecify.annotations.NullMarked;
