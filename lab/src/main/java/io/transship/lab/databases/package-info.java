/**
 * Real database servers, started for a test or a bench: unprivileged, in a temporary folder, ended
 * by process id.
 */
@NullMarked
package io.transship.lab.databases;

import org.jspecify.annotations.NullMarked;
