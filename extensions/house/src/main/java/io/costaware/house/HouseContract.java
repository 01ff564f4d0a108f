package io.costaware.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * What every module has to keep; a module's {@code HouseTest} extends this and names its storeys.
 *
 * <p>It reads the compiled classes and the sources of the module in whose directory it runs, so a
 * fault shows in the module that has it. It stands in a module of its own, below all others: core
 * cannot use the testkit, and users of the testkit have no use for ArchUnit.
 *
 * <p>For use by one thread.
 */
public abstract class HouseContract {
  private static final Path MODULE = Path.of(System.getProperty("basedir", ""));
  private static final JavaClasses MAIN = classesIn("target/classes");
  private static final JavaClasses TESTS = classesIn("target/test-classes");

  private static final Pattern FORBIDDEN_NAME =
      Pattern.compile(
          "(Abstract|Base|Default)([A-Z].*)?|.*(Impl|Utils?|Helper|Manager|Default|Base)");
  private static final Set<String> CLOCKS = Set.of("currentTimeMillis", "nanoTime");
  private static final Set<String> FLOATING =
      Set.of("double", "float", "java.lang.Double", "java.lang.Float");

  /** The plan that this module keeps. */
  protected abstract House house();

  @Test
  void aPackageUsesOnlyLowerStoreys() {
    check(MAIN, classes().should(house().useOnlyLowerStoreys()));
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked =
        MAIN.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(p -> p.getName())
            .toList();
    assertThat(unmarked).as("packages whose package-info lacks @NullMarked").isEmpty();
  }

  @Test
  void timeComesFromOutside() {
    DescribedPredicate<JavaClass> belowTheRoof =
        DescribedPredicate.describe(
            "stand below the roof", type -> !house().isRoof(type.getPackageName()));
    check(
        MAIN,
        noClasses()
            .that(belowTheRoof)
            .should()
            .accessTargetWhere(accesses("read the system's clock", HouseContract::readsClock))
            .because("InstantSource and a nano source are passed in"));
  }

  @Test
  void exactPackagesKnowNoFloatingPoint() {
    check(MAIN, classes().that(house().exactPackages()).should(new NoSignatureOf(FLOATING)));
  }

  @Test
  void namesSayWhatSetsAClassApart() {
    List<String> names =
        MAIN.stream()
            .filter(type -> FORBIDDEN_NAME.matcher(type.getSimpleName()).matches())
            .map(JavaClass::getName)
            .toList();
    assertThat(names).as("classes named for their place instead of their task").isEmpty();
  }

  @Test
  void nothingPrintsOrLogsPastSlf4j() {
    check(
        MAIN,
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  @Test
  void noTestSleeps() {
    check(
        TESTS,
        noClasses()
            .should()
            .accessTargetWhere(accesses("sleep", HouseContract::sleeps))
            .because("a test awaits a condition or sets the clock"));
  }

  @Test
  void everyPublicTypeStatesItsThreading() {
    assertThat(ThreadingSentence.missingBelow(MODULE.resolve("src/main/java")))
        .as("public types whose Javadoc has not exactly one of %s", ThreadingSentence.ALL)
        .isEmpty();
  }

  private static boolean readsClock(AccessTarget target) {
    JavaClass owner = target.getOwner();
    if (owner.isEquivalentTo(System.class)) {
      return CLOCKS.contains(target.getName());
    }
    return owner.getPackageName().equals("java.time")
        && (target.getName().equals("now") || target.getName().startsWith("system"));
  }

  private static boolean sleeps(AccessTarget target) {
    return target.getName().equals("sleep")
        && (target.getOwner().isEquivalentTo(Thread.class)
            || target.getOwner().isEquivalentTo(TimeUnit.class));
  }

  private static DescribedPredicate<JavaAccess<?>> accesses(
      String description, Predicate<AccessTarget> test) {
    return DescribedPredicate.describe(description, access -> test.test(access.getTarget()));
  }

  private static void check(JavaClasses classes, ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }

  private static JavaClasses classesIn(String directory) {
    Path path = MODULE.resolve(directory);
    // A module may still be without tests; its classes are always there, compiled before this runs.
    return new ClassFileImporter().importPaths(Files.exists(path) ? List.of(path) : List.of());
  }
}
