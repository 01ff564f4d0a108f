package io.costaware.vertex.wire;

import com.google.genai.types.HttpOptions;
import io.costaware.call.Ambient;
import io.costaware.call.CallIntent;
import io.costaware.call.CallMeter;
import io.costaware.call.CallRefusedException;
import io.costaware.call.OpenCall;
import io.costaware.event.Refusal;
import io.costaware.tags.MappingAnswer;
import io.costaware.tags.TagMapping;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import java.io.IOException;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a call before anything is sent, rewrites what must be, and follows the answer to its end.
 * Stands round the SDK's retries.
 *
 * <p>Safe for use by many threads.
 */
final class MeteringInterceptor implements Interceptor {
  private static final Logger LOG = LoggerFactory.getLogger(MeteringInterceptor.class);

  /** Above this an answer is not held but followed as it is read. */
  private static final long MOST_HELD = 64L << 20;

  private final CallMeter meter;
  private final Callers callers;
  private final Intents intents;
  private final @Nullable TagMapping labels;
  private final LabelJson labelJson = new LabelJson();
  private final Unmetered unmetered;
  private final Call.Factory counter;
  private final FunctionLoops loops = new FunctionLoops();
  private final VideoJobs videos = new VideoJobs();

  /**
   * An interceptor.
   *
   * @param counter sends what is not metered
   */
  MeteringInterceptor(
      CallMeter meter,
      Callers callers,
      Intents intents,
      @Nullable TagMapping labels,
      Unmetered unmetered,
      Call.Factory counter) {
    this.meter = meter;
    this.callers = callers;
    this.intents = intents;
    this.labels = labels;
    this.unmetered = unmetered;
    this.counter = counter;
  }

  CallMeter meter() {
    return meter;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    CallPath path = CallPath.of(request);
    Operation operation = path.operation();
    RequestBody body = request.body();
    if (operation == null || body == null || body.isOneShot() || body.isDuplex()) {
      unmetered.pass(path.kind(), path.mayCost());
      Response response = chain.proceed(request);
      if (path.isPoll()) {
        videos.polled(response);
      }
      return response;
    }
    if (operation.isFree()) {
      return chain.proceed(request);
    }
    Caller caller = callers.of(chain.call());
    try {
      return metered(chain, path, operation, caller, bytes(body));
    } catch (CallRefusedException e) {
      if (caller.waitsHere()) {
        throw e;
      }
      throw new RefusalCarrier(e);
    }
  }

  private Response metered(
      Chain chain, CallPath path, Operation operation, Caller caller, byte[] body)
      throws IOException {
    Request request = chain.request();
    RequestScan scan = scan(body);
    Object options = options(request);
    Entry entry = enter(request, path, operation, caller, scan, body, options);
    if (entry == null) {
      return chain.proceed(request);
    }
    OpenCall call = entry.call();
    Exchange exchange =
        new Exchange(
            call,
            operation.isStream(),
            operation.isStream() && "sse".equals(request.url().queryParameter("alt")),
            scan != null && scan.enterpriseSearch);
    CallHandle.offer(exchange, chain.call());
    if (scan != null && scan.declaresFunctions) {
      loops.opened(entry.ambient(), call.facts().operationId(), options);
    }
    caller.carry(exchange);
    Response response = send(chain, exchange, rewritten(request, path, scan, body, call));
    if (operation == Operation.PREDICT_LONG_RUNNING && response.isSuccessful()) {
      exchange.answered();
      videos.begun(response, call, Intents.video(call.modelToSend(), scan));
      return response;
    }
    Response followed = follow(response, exchange, chain.call());
    if (scan != null && exchange.answer().asksForFunction()) {
      loops.asked(entry.ambient(), call.facts().operationId(), path.model(), scan.turns);
    }
    return followed;
  }

  /** A call that was admitted, with what surrounds it. */
  private record Entry(OpenCall call, Ambient ambient) {}

  /** Admits a call; null if a fault of ours keeps it from being metered. */
  private @Nullable Entry enter(
      Request request,
      CallPath path,
      Operation operation,
      Caller caller,
      @Nullable RequestScan scan,
      byte[] body,
      @Nullable Object options)
      throws IOException {
    try {
      Ambient ambient =
          scan == null ? caller.ambient() : loops.join(caller, path.model(), scan.turns, options);
      String model = meter.modelNamed(Provider.VERTEX, path.model());
      CallIntent intent = intents.of(request, path, model, operation, scan, body.length);
      if (path.takesCap() && scan != null && !scan.usesCache) {
        intent = intent.withFreeCount(new InputCount(counter, request, path, model, body));
      }
      return new Entry(meter.open(intent, ambient), ambient);
    } catch (CallRefusedException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A call could not be metered ({}); it goes on", e.getClass().getName());
      unmetered.pass(path.kind(), path.mayCost());
      return null;
    }
  }

  /** A body that cannot be read is metered by its size; nothing of ours breaks a call. */
  private static @Nullable RequestScan scan(byte[] body) {
    try {
      return RequestScan.of(body);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "A request body of {} bytes could not be read ({}); its size is estimated and it gets no"
              + " labels",
          body.length,
          e.getClass().getSimpleName());
      return null;
    }
  }

  private Request rewritten(
      Request request, CallPath path, @Nullable RequestScan scan, byte[] body, OpenCall call) {
    try {
      return withTags(request, path, scan, body, call);
    } catch (CallRefusedException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn("A request goes out without its labels ({})", e.getClass().getName());
      call.flag("sent as the caller made it: " + e.getClass().getSimpleName());
      requireClamp(call, "the request could not be rewritten");
      return request;
    }
  }

  /** A call that was admitted because of its clamp alone must not go out without it. */
  private static void requireClamp(OpenCall call, String reason) {
    CallRefusedException refused = call.clampTokens() > 0 ? call.clampNotSent(reason) : null;
    if (refused != null) {
      throw refused;
    }
  }

  private Request withTags(
      Request request, CallPath path, @Nullable RequestScan scan, byte[] body, OpenCall call)
      throws IOException {
    Request.@Nullable Builder changed = null;
    if (!call.modelToSend().equals(path.model())) {
      changed = request.newBuilder().url(path.withModel(request.url(), call.modelToSend()));
    }
    if (scan == null) {
      requireClamp(call, "the request could not be read");
      return changed == null ? request : changed.build();
    }
    RequestRewrite rewrite = new RequestRewrite(body, scan);
    if (path.takesCap()) {
      rewrite.cap(call.clampTokens());
    }
    if (labels != null && path.takesLabels(call.modelToSend())) {
      rewrite.labels(mapped(labels, scan, call), labelJson);
    }
    RequestBody old = request.body();
    if (rewrite.isChange() && old != null) {
      changed = changed == null ? request.newBuilder() : changed;
      changed.method(request.method(), rewrite.body(old.contentType()));
    }
    return changed == null ? request : changed.build();
  }

  private static Map<String, String> mapped(TagMapping labels, RequestScan scan, OpenCall call) {
    MappingAnswer answer = labels.map(call.facts().tags(), scan.labels);
    if (answer instanceof MappingAnswer.Mapped mapped) {
      return mapped.entries();
    }
    CallRefusedException refused =
        call.refuse(new Refusal.OfTags(((MappingAnswer.Unmappable) answer).violations()));
    if (refused != null) {
      throw refused;
    }
    return scan.labels;
  }

  private static Response send(Chain chain, Exchange exchange, Request request) throws IOException {
    try {
      Response response = chain.proceed(request);
      if (!response.isSuccessful()) {
        exchange.refused(response.code());
      }
      return response;
    } catch (IOException | RuntimeException | Error e) {
      exchange.failed(e);
      throw e;
    }
  }

  private static Response follow(Response response, Exchange exchange, Call call)
      throws IOException {
    ResponseBody body = response.body();
    if (!response.isSuccessful() || body == null) {
      return response;
    }
    exchange.answered();
    if (exchange.isStream()) {
      exchange.watch();
      return response.newBuilder().body(AnswerTee.round(body, exchange, call)).build();
    }
    BufferedSource source = body.source();
    boolean tooLarge;
    try {
      // An async caller who has gone never reads the answer, and it is billed all the same.
      tooLarge = source.request(MOST_HELD);
    } catch (IOException | RuntimeException e) {
      exchange.cut(e);
      throw e;
    }
    if (tooLarge) {
      exchange.watch();
      return response.newBuilder().body(AnswerTee.round(body, exchange, call)).build();
    }
    AnswerTee.show(source.getBuffer(), 0, exchange);
    exchange.exhausted();
    return response;
  }

  private static byte[] bytes(RequestBody body) throws IOException {
    Buffer buffer = new Buffer();
    body.writeTo(buffer);
    return buffer.readByteArray();
  }

  private static @Nullable Object options(Request request) {
    return request.tag(HttpOptions.class);
  }
}
