package io.costaware.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file that may change. A change counts once two looks have found the same, so that
 * a file that is just being written is left alone.
 *
 * <p>Time of change, size and identity say whether a file is worth reading; what it holds says
 * whether it has changed.
 *
 * <p>For use by one thread.
 */
public final class ConfigurationFile {
  private final Path path;
  private final String name;
  private final SettingFormat format;
  private @Nullable Look told;
  private @Nullable Look before;
  private boolean settled;

  private ConfigurationFile(Path path) {
    this.path = path;
    this.name = path.toString();
    this.format = SettingFormat.of(name);
  }

  /**
   * A file, which is not looked at yet.
   *
   * @throws ConfigurationException if its name ends in no format that can be read
   */
  public static ConfigurationFile at(Path path) {
    return new ConfigurationFile(requireNonNull(path, "path"));
  }

  /** What the file is called. */
  public String name() {
    return name;
  }

  /**
   * What the file says now, changed or not.
   *
   * @throws ConfigurationException if it cannot be read, or anything in it is wrong
   */
  public Configuration read() {
    Look now = look(stamp());
    told = now;
    before = now;
    settled = true;
    return configuration(now);
  }

  /**
   * What the file says, if it has changed since it was read or last found changed, and the look
   * before this one found the same; null otherwise. To be called again and again.
   *
   * @throws ConfigurationException if it has changed, once for each change, and cannot be read, or
   *     anything in it is wrong
   */
  public @Nullable Configuration changed() {
    Look last = before;
    Stamp stamp = stamp();
    if (settled && last != null && stamp != null && stamp.equals(last.stamp())) {
      return null;
    }
    Look now = look(stamp);
    before = now;
    settled = last != null && now.sameAs(last);
    if (!settled) {
      return null;
    }
    boolean known = told != null && now.sameAs(told);
    told = now;
    return known ? null : configuration(now);
  }

  private Configuration configuration(Look look) {
    if (look.failure() != null) {
      throw look.failure();
    }
    return Configuration.read(name, format, look.content());
  }

  private @Nullable Stamp stamp() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      // Reading the file says what is wrong with it.
      return null;
    }
  }

  private Look look(@Nullable Stamp stamp) {
    try {
      return new Look(stamp, Configuration.bytes(path), null);
    } catch (ConfigurationException e) {
      return new Look(stamp, new byte[0], e);
    }
  }

  private record Stamp(FileTime modified, long size, @Nullable Object fileKey) {}

  /** What one look found: content, or why there is none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Look(
      @Nullable Stamp stamp, byte[] content, @Nullable ConfigurationException failure) {
    boolean sameAs(Look other) {
      return failure == null
          ? other.failure == null && Arrays.equals(content, other.content)
          : other.failure != null && failure.faults().equals(other.failure.faults());
    }
  }
}
