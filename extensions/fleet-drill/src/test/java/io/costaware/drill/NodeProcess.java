package io.costaware.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process of the fleet. None outlives the drill, however that ends. */
final class NodeProcess implements AutoCloseable {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final Life life;

  private NodeProcess(Process process, Life life) {
    this.process = process;
    this.life = life;
  }

  /**
   * Starts a main class of the test class path.
   *
   * @param log where what it prints goes
   */
  static NodeProcess start(Class<?> main, List<String> arguments, Life life, Path log) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      RUNNING.add(process);
      return new NodeProcess(process, life);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Life life() {
    return life;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once: {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  void pause() {
    signal("-STOP");
  }

  void goOn() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      int code = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill " + signal + " answered " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Gives it an order of one byte. */
  void tell(int order) {
    try {
      process.getOutputStream().write(order);
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The node " + life.name() + " has ended by itself", e);
    }
  }

  /** Its exit code. */
  int awaitEnd() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("The node " + life.name() + " does not end");
      }
      RUNNING.remove(process);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    RUNNING.remove(process);
  }
}
