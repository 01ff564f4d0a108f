package io.costaware.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object.
 *
 * <p>For use by one thread.
 */
final class Fields {
  private final Setting object;
  private final Faults faults;

  Fields(Setting object, Faults faults) {
    this.object = object;
    this.faults = faults;
  }

  /** A field; null if it is not there. */
  @Nullable Setting get(String name) {
    return object.fields().get(name);
  }

  boolean has(String name) {
    return object.fields().containsKey(name);
  }

  /**
   * A field; null, and a fault, if it is not there.
   *
   * @param instead what to do, such as {@code write one such as Europe/Berlin}
   */
  @Nullable Setting needed(String name, String instead) {
    Setting found = get(name);
    if (found == null) {
      faults.add(object.line(), object.placeOf(name), "is missing; " + instead);
    }
    return found;
  }

  /** The one of these fields that is there; null, and a fault, if it is none or several. */
  @Nullable Setting oneOf(List<String> names, String instead) {
    List<String> given = names.stream().filter(this::has).toList();
    if (given.size() == 1) {
      return get(given.get(0));
    }
    faults.add(
        object,
        given.isEmpty()
            ? "says none of " + String.join(", ", names) + "; " + instead
            : "says " + String.join(" and ", given) + "; say only one of them");
    return null;
  }

  /** The object itself. */
  Setting object() {
    return object;
  }
}
