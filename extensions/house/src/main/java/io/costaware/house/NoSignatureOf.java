package io.costaware.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds for a class none of whose fields, parameters and return types is of the given types.
 *
 * <p>Immutable.
 */
final class NoSignatureOf extends ArchCondition<JavaClass> {
  private final Set<String> types;

  NoSignatureOf(Set<String> types) {
    super("have no field, parameter or return type of %s", types);
    this.types = Set.copyOf(types);
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    for (JavaField field : type.getFields()) {
      report(type, field.getFullName(), Stream.of(field.getRawType()), events);
    }
    for (JavaCodeUnit unit : type.getCodeUnits()) {
      Stream<JavaClass> signature =
          Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
      report(type, unit.getFullName(), signature, events);
    }
  }

  private void report(
      JavaClass type, String member, Stream<JavaClass> signature, ConditionEvents events) {
    signature
        .map(part -> part.getBaseComponentType().getName())
        .filter(types::contains)
        .distinct()
        .forEach(
            name -> events.add(SimpleConditionEvent.violated(type, member + " names " + name)));
  }
}
