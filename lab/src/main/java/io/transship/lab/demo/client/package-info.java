/**
 * The client that watches a service while its container moves: one request each few milliseconds
 * over one connection.
 */
@NullMarked
package io.transship.lab.demo.client;

import org.jspecify.annotations.NullMarked;
