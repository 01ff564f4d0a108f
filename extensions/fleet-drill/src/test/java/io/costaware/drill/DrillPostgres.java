package io.costaware.drill;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A PostgreSQL server, which keeps what it has acknowledged. */
final class DrillPostgres implements DrillStore {
  private final Path directory;
  private final StoreAddress address = new StoreAddress("postgresql", DrillStore.freePort());
  private EmbeddedPostgres server;

  DrillPostgres(Path directory) {
    this.directory = directory.resolve("postgresql");
    server = started();
    address.setUp();
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public void keep() {}

  @Override
  public void restart() {
    close();
    server = started();
  }

  @Override
  public boolean forgets() {
    return false;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedPostgres started() {
    try {
      return EmbeddedPostgres.builder()
          .setPort(address.port())
          .setDataDirectory(directory)
          .setCleanDataDirectory(false)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
