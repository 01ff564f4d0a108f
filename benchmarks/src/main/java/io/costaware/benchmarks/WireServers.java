package io.costaware.benchmarks;

import io.costaware.testkit.wire.BedrockReply;
import io.costaware.testkit.wire.BedrockWireServer;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.VertexWireServer;
import java.io.IOException;

/**
 * Serves both wire formats on loopback until its input ends. Started by {@link SideBySide}, so that
 * the server's work is not counted as the client's.
 */
public final class WireServers {
  /** Stands before the two endpoints in the one line that this prints. */
  static final String MARK = "endpoints ";

  private WireServers() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException {
    try (BedrockWireServer bedrock = BedrockWireServer.start();
        VertexWireServer vertex = VertexWireServer.start()) {
      bedrock.always(request -> BedrockReply.text(Answers.TEXT));
      vertex.always(request -> GeminiReply.text(Answers.TEXT));
      print(MARK + bedrock.endpoint() + " " + vertex.endpoint());
      while (System.in.read() >= 0) {
        // Nothing is said but the end.
      }
    }
  }

  @SuppressWarnings("SystemOut") // The way back to the process that started this one.
  private static void print(String line) {
    System.out.println(line);
  }
}
