package io.costaware.cli;

import io.costaware.pricing.PriceSheet;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar and of the prices in it. */
final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "costaware " + (version == null ? "(not packaged)" : version),
      "prices " + PriceSheet.bundled().version()
    };
  }
}
