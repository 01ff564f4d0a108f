package io.costaware.vertex.wire;

import io.costaware.call.CallMeter;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who made each call. {@code create} runs on the thread that calls the SDK, before a call
 * is queued; whatever thread runs it later finds it here. Those threads know nothing: with many
 * calls queued, a finishing thread starts the next call, and its own tags would be another's.
 *
 * <p>Three kinds of call are made on threads of the SDK itself, so that what stands here is not the
 * caller's: async interactions, pages of async lists, and the second and later calls of async
 * automatic function calling. The first two are not metered; {@link FunctionLoops} joins the third.
 *
 * <p>Safe for use by many threads.
 */
final class Callers implements EventListener.Factory, Interceptor {
  private final CallMeter meter;
  private final EventListener.Factory users;
  private final Map<Call, Caller> byCall = Collections.synchronizedMap(new WeakHashMap<>());

  Callers(CallMeter meter, EventListener.Factory users) {
    this.meter = meter;
    this.users = users;
  }

  @Override
  public EventListener create(Call call) {
    byCall.put(call, Caller.here(meter.ambient()));
    return users.create(call);
  }

  /** Outermost of all interceptors: forgets the call when all of them are done. */
  @Override
  public Response intercept(Chain chain) throws IOException {
    try {
      return chain.proceed(chain.request());
    } finally {
      byCall.remove(chain.call());
    }
  }

  /** Who made it; whoever runs it now if nobody is known, as for a web socket. */
  Caller of(Call call) {
    Caller caller = byCall.get(call);
    if (caller == null) {
      caller = Caller.here(meter.ambient());
      byCall.put(call, caller);
    }
    return caller;
  }

  /** What the call goes out as; null if it is not metered. */
  @Nullable Exchange exchange(Call call) {
    Caller caller = byCall.get(call);
    return caller == null ? null : caller.exchange();
  }
}
