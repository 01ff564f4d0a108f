package io.costaware.benchmarks;

import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is measured beside each other, in the order of the report. */
enum Variant {
  BEDROCK_RAW(Table.BEDROCK, "raw `BedrockRuntimeClient.converse`", BedrockCalls::raw),
  BEDROCK_RAW_METADATA(
      Table.BEDROCK,
      "raw, with the `requestMetadata` that costaware sends",
      BedrockCalls::rawWithMetadata),
  BEDROCK_BUILT(Table.BEDROCK, "costaware, built", BedrockCalls::built),
  BEDROCK_WRAPPED(Table.BEDROCK, "costaware, wrapped", BedrockCalls::wrapped),
  BEDROCK_ATTEMPTS(
      Table.BEDROCK, "costaware, wrapped, attempts shown", BedrockCalls::wrappedWithAttempts),
  LANGCHAIN4J(
      Table.BEDROCK,
      "LangChain4j 1.16.3 `BedrockChatModel`, `ChatModelListener`",
      PeerCalls::langChain4j),
  SPRING_AI(
      Table.BEDROCK,
      "Spring AI 1.1.8 `BedrockProxyChatModel`, `ObservationRegistry`",
      PeerCalls::springAi),
  OTEL_NOOP(
      Table.BEDROCK,
      "raw, OpenTelemetry aws-sdk-2.2 2.31.1-alpha, no-op API",
      PeerCalls::openTelemetryNoop),
  OTEL_SDK(
      Table.BEDROCK,
      "the same, SDK 1.65.0, batch processor, in-memory exporter",
      PeerCalls::openTelemetrySdk),

  STREAM_RAW(Table.STREAM, "raw `BedrockRuntimeAsyncClient.converseStream`", StreamCalls::raw),
  STREAM_RAW_METADATA(
      Table.STREAM,
      "raw, with the `requestMetadata` that costaware sends",
      StreamCalls::rawWithMetadata),
  STREAM_BUILT(Table.STREAM, "costaware, built", StreamCalls::built),

  VERTEX_RAW(Table.VERTEX, "raw `models.generateContent`", VertexCalls::raw),
  VERTEX_RAW_LABELS(
      Table.VERTEX, "raw, with the labels that costaware sends", VertexCalls::rawWithLabels),
  VERTEX_METERED(Table.VERTEX, "costaware", VertexCalls::metered),

  SOCKET_BEDROCK_RAW(Table.SOCKET, "Bedrock raw, same bytes", BedrockCalls::rawOverSocket, true),
  SOCKET_BEDROCK_BUILT(
      Table.SOCKET, "Bedrock costaware, built", BedrockCalls::builtOverSocket, true),
  SOCKET_VERTEX_RAW(Table.SOCKET, "Vertex raw, same bytes", VertexCalls::rawOverSocket, false),
  SOCKET_VERTEX_BUILT(Table.SOCKET, "Vertex costaware, built", VertexCalls::builtOverSocket, false);

  /** A table of the report. */
  enum Table {
    BEDROCK("Bedrock `converse`, in-memory transport"),
    STREAM("Bedrock `converseStream`, in-memory transport, 14 frames"),
    VERTEX("Vertex `generateContent`, in-memory transport"),
    SOCKET("Over a loopback socket to a server in its own JVM");

    private final String title;

    Table(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** Where the servers are, for those who call one. */
  record Endpoints(URI bedrock, URI vertex) {}

  private final Table table;
  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // References to static methods.
  private final Function<Endpoints, Caller> start;

  Variant(Table table, String label, Supplier<Caller> start) {
    this.table = table;
    this.label = label;
    this.start = endpoints -> start.get();
  }

  Variant(Table table, String label, Function<URI, Caller> start, boolean bedrock) {
    this.table = table;
    this.label = label;
    this.start = endpoints -> start.apply(bedrock ? endpoints.bedrock() : endpoints.vertex());
  }

  Table table() {
    return table;
  }

  String label() {
    return label;
  }

  Caller start(Endpoints endpoints) {
    return start.apply(endpoints);
  }

  /** Whether it claims to send the same bytes as what it is compared with. */
  boolean sendsTheSame() {
    return comparedWith() != this && comparedWith().comparedWith() != comparedWith();
  }

  /** What the figures are compared with: the raw client that sends the same bytes. */
  Variant comparedWith() {
    return switch (this) {
      case BEDROCK_BUILT, BEDROCK_WRAPPED, BEDROCK_ATTEMPTS -> BEDROCK_RAW_METADATA;
      case BEDROCK_RAW, BEDROCK_RAW_METADATA, LANGCHAIN4J, SPRING_AI, OTEL_NOOP, OTEL_SDK ->
          BEDROCK_RAW;
      case STREAM_BUILT -> STREAM_RAW_METADATA;
      case STREAM_RAW, STREAM_RAW_METADATA -> STREAM_RAW;
      case VERTEX_METERED -> VERTEX_RAW_LABELS;
      case VERTEX_RAW, VERTEX_RAW_LABELS -> VERTEX_RAW;
      case SOCKET_BEDROCK_RAW, SOCKET_BEDROCK_BUILT -> SOCKET_BEDROCK_RAW;
      case SOCKET_VERTEX_RAW, SOCKET_VERTEX_BUILT -> SOCKET_VERTEX_RAW;
    };
  }
}
