package io.costaware.testkit.contract;

/** Plays on a stage. */
interface Staged {
  ContractStage stage();
}
