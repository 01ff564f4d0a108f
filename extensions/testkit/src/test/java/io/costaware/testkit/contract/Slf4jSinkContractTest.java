package io.costaware.testkit.contract;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.costaware.sink.EventSink;
import io.costaware.sink.Slf4jSink;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class Slf4jSinkContractTest extends EventSinkContract {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  protected EventSink newSink() {
    LoggerContext context = new LoggerContext();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
          }
        };
    appender.setContext(context);
    appender.start();
    Logger logger = context.getLogger("costs");
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    return Slf4jSink.to(logger);
  }

  @Override
  protected Collection<String> taken() {
    return lines;
  }
}
