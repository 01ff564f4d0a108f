package io.costaware.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TagScopeTest {
  private final ExecutorService pool = Executors.newFixedThreadPool(1);
  private final Tags team = Tags.of("team", "support");
  private final Tags app = Tags.of("app", "chat");

  @AfterEach
  void nothingIsLeftBehind() {
    pool.shutdownNow();
    assertThat(TagScope.current()).isSameAs(Tags.none());
  }

  @Test
  void scopesNestAndInnerValuesWin() {
    try (TagScope outer = TagScope.open(team)) {
      try (TagScope inner = TagScope.open(app.with("team", "sales"))) {
        assertThat(TagScope.current()).isEqualTo(Tags.of("team", "sales", "app", "chat"));
        assertThat(inner.tags()).isSameAs(TagScope.current());
      }
      assertThat(TagScope.current()).isSameAs(outer.tags()).isEqualTo(team);
    }
  }

  @Test
  void closingTwiceDoesNothing() {
    try (TagScope outer = TagScope.open(team)) {
      TagScope inner = TagScope.open(app);
      inner.close();
      inner.close();
      assertThat(TagScope.current()).isSameAs(outer.tags());
    }
  }

  @Test
  void closingAnOuterScopeEndsThoseInsideIt() {
    TagScope outer = TagScope.open(team);
    TagScope inner = TagScope.open(app);
    outer.close();
    assertThat(TagScope.current()).isSameAs(Tags.none());
    inner.close();
    assertThat(TagScope.current()).isSameAs(Tags.none());
  }

  @Test
  void anotherThreadCannotCloseAScope() throws Exception {
    try (TagScope scope = TagScope.open(team)) {
      Future<?> foreign = pool.submit(scope::close);
      assertThatThrownBy(() -> foreign.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("close it where it was opened");
      assertThat(TagScope.current()).isEqualTo(team);
    }
  }

  @Test
  void aThreadStartsWithoutTagsEvenIfItsParentHasSome() throws Exception {
    try (TagScope scope = TagScope.open(team)) {
      assertThat(pool.submit(TagScope::current).get()).isSameAs(Tags.none());
      assertThat(TagScope.current()).isSameAs(scope.tags());
    }
  }

  @Test
  void T3_wrappedTasksCarryTheTagsOfTheThreadThatWrappedThem() throws Exception {
    Runnable runnable;
    Callable<Tags> callable;
    Supplier<Tags> supplier;
    CompletableFuture<Tags> seen = new CompletableFuture<>();
    try (TagScope scope = TagScope.open(team)) {
      runnable = TagScope.wrap((Runnable) () -> seen.complete(TagScope.current()));
      callable = TagScope.wrap((Callable<Tags>) TagScope::current);
      supplier = TagScope.wrapSupplier(TagScope::current);
      assertThat(scope.tags()).isEqualTo(team);
    }
    pool.execute(runnable);
    assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(team);
    assertThat(pool.submit(callable).get()).isEqualTo(team);
    assertThat(CompletableFuture.supplyAsync(supplier, pool).get()).isEqualTo(team);
    assertThat(pool.submit(TagScope::current).get()).isSameAs(Tags.none());
  }

  @Test
  void T3_aWrappedExecutorCarriesTheTagsOfEachThreadThatHandsOver() throws Exception {
    Executor carrying = TagScope.wrap((Executor) pool);
    CompletableFuture<Tags> first;
    CompletableFuture<Tags> second;
    try (TagScope outer = TagScope.open(team)) {
      first = CompletableFuture.supplyAsync(TagScope::current, carrying);
      try (TagScope inner = TagScope.open(app)) {
        second = CompletableFuture.supplyAsync(TagScope::current, carrying);
        assertThat(inner.tags()).isEqualTo(outer.tags().merge(app));
      }
    }
    assertThat(first.get()).isEqualTo(team);
    assertThat(second.get()).isEqualTo(team.merge(app));
    assertThat(CompletableFuture.supplyAsync(TagScope::current, carrying).get())
        .isSameAs(Tags.none());
  }

  @Test
  void T3_everyWayIntoAWrappedExecutorServiceCarriesTags() throws Exception {
    ExecutorService carrying = TagScope.wrap(pool);
    Callable<Tags> task = TagScope::current;
    try (TagScope scope = TagScope.open(team)) {
      assertThat(carrying.submit(task).get()).isEqualTo(scope.tags());
      assertThat(carrying.invokeAny(List.of(task))).isEqualTo(team);
      assertThat(carrying.invokeAny(List.of(task), 10, TimeUnit.SECONDS)).isEqualTo(team);
      for (Future<Tags> future : carrying.invokeAll(List.of(task, task))) {
        assertThat(future.get()).isEqualTo(team);
      }
      for (Future<Tags> future : carrying.invokeAll(List.of(task), 10, TimeUnit.SECONDS)) {
        assertThat(future.get()).isEqualTo(team);
      }
      CompletableFuture<Tags> run = new CompletableFuture<>();
      carrying.submit(() -> run.complete(TagScope.current()), "done").get();
      assertThat(run.get()).isEqualTo(team);
    }
    carrying.shutdown();
    assertThat(carrying.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.isShutdown()).isTrue();
    assertThat(carrying.isTerminated()).isTrue();
  }

  @Test
  void aTaskThatForgetsToCloseItsScopeLeavesNothingInThePool() throws Exception {
    ExecutorService carrying = TagScope.wrap(pool);
    try (TagScope scope = TagScope.open(team)) {
      Tags inside = carrying.submit(() -> TagScope.open(app).tags()).get();
      assertThat(inside).isEqualTo(scope.tags().merge(app));
    }
    assertThat(pool.submit(TagScope::current).get()).isSameAs(Tags.none());
  }

  @Test
  void aTaskThatFailsGivesTheThreadItsTagsBack() {
    Runnable failing;
    try (TagScope scope = TagScope.open(team)) {
      failing =
          TagScope.wrap(
              (Runnable)
                  () -> {
                    throw new IllegalStateException(scope.tags().toString());
                  });
    }
    try (TagScope own = TagScope.open(app)) {
      assertThatThrownBy(failing::run).hasMessage("{team=support}");
      assertThat(TagScope.current()).isSameAs(own.tags());
    }
  }

  @Test
  void T3_virtualThreadsHaveScopesOfTheirOwnAndCarryThoseHandedOver() throws Exception {
    ExecutorService virtual = virtualThreads();
    ExecutorService carrying = TagScope.wrap(virtual);
    try (TagScope scope = TagScope.open(team)) {
      List<Future<Tags>> all = carrying.invokeAll(Collections.nCopies(200, this::nest));
      for (Future<Tags> future : all) {
        assertThat(future.get()).isEqualTo(scope.tags().merge(app));
      }
      assertThat(virtual.submit(TagScope::current).get()).isSameAs(Tags.none());
    } finally {
      virtual.shutdownNow();
    }
  }

  private Tags nest() {
    try (TagScope inner = TagScope.open(app)) {
      assertThat(TagScope.current()).isSameAs(inner.tags());
      return inner.tags();
    }
  }

  private static ExecutorService virtualThreads()
      throws IllegalAccessException, InvocationTargetException {
    var factory =
        Arrays.stream(Executors.class.getMethods())
            .filter(method -> method.getName().equals("newVirtualThreadPerTaskExecutor"))
            .findFirst();
    assumeTrue(factory.isPresent(), "virtual threads came with JDK 21");
    return (ExecutorService) factory.orElseThrow().invoke(null);
  }
}
