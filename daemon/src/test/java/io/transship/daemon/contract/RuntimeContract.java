package io.transship.daemon.contract;

/** What every engine does with containers, images and layers of one machine. */
abstract class RuntimeContract extends EngineMachines {}
