package io.costaware.bedrock.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.usage.OutputTally;
import io.costaware.usage.TextShape;
import io.costaware.usage.TokenFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each family writes in an event of its stream, found by the field that it uses. */
class NativeTextTest {
  private static final String WRITTEN = "Well, \\\"seven\\\" words\\nare quite enough";
  private static final String MEANT = "Well, \"seven\" words\nare quite enough";

  private static long tokens(String... events) {
    OutputTally tally = new OutputTally(TokenFamily.OTHER);
    for (String event : events) {
      NativeText.into(tally, event.replace('\'', '"').replace("@", WRITTEN).getBytes(UTF_8));
    }
    return tally.tokens();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'@'}}",
        "{'type':'content_block_delta','delta':{'type':'thinking_delta','thinking':'@'}}",
        "{'type':'content_block_delta','delta':{'type':'input_json_delta','partial_json':'@'}}",
        "{'contentBlockDelta':{'delta':{'text':'@'},'contentBlockIndex':0}}",
        "{'contentBlockDelta':{'delta':{'toolUse':{'input':'@'}},'contentBlockIndex':1}}",
        "{'contentBlockDelta':{'delta':{'reasoningContent':{'reasoningText':{'text':'@'}}}}}",
        "{ 'generation' : '@' , 'prompt_token_count' : null , 'stop_reason' : null }",
        "{'outputText':'@','index':0,'completionReason':null}",
        "{'completion':'@','stop_reason':null,'stop':null}",
        "{'outputs':[{'text':'@','stop_reason':null}]}",
        "{'choices':[{'index':0,'delta':{'role':'assistant','content':'@'}}]}",
        "{'choices':[{'index':0,'delta':{'reasoning_content':'@'}}]}",
        "{'choices':[{'delta':{'reasoning':'@'}}],'service_tier':'default'}",
        "{'choices':[{'delta':{'tool_calls':[{'function':{'arguments':'@'}}]}}]}",
        "{'is_finished':false,'event_type':'text-generation','text':'@'}",
        "{'type':'content-delta','delta':{'message':{'content':{'text':'@'}}}}",
        "{'type':'response.output_text.delta','item_id':'m1','delta':'@'}",
        "{'message':'@','finishReason':null}",
      })
  void theTextOfAnEventIsCounted(String event) {
    assertThat(tokens(event)).isEqualTo(TextShape.of(MEANT).tokens(TokenFamily.OTHER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'message_start','message':{'id':'m1','role':'assistant','content':[]}}",
        "{'type':'content_block_start','content_block':{'type':'tool_use','id':'t','name':'find'}}",
        "{'type':'content_block_delta','delta':{'type':'signature_delta','signature':'@'}}",
        "{'type':'response.output_text.done','text':'@'}",
        "{'type':'response.output_item.done','item':{'content':[{'text':'@'}]}}",
        "{'contentBlockStop':{'contentBlockIndex':0}}",
        "no json at all",
        "",
      })
  void whatIsNoTextOrTellsItAgainIsNot(String event) {
    assertThat(tokens(event)).isZero();
  }

  @Test
  void anEventThatIsCutCountsAsFarAsItGoes() {
    assertThat(tokens("{'text':'two words", "{'text':'\\")).isPositive();
  }
}
