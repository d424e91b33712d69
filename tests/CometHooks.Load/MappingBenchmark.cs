using BenchmarkDotNet.Attributes;
using CometHooks.Map;

namespace CometHooks.Load;

/// <summary>
/// From the bytes of a charge to the key and the ten fields of a purchase: by the shipped rule against code that was
/// written for nothing else. The rule may take 1.5 times as long.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
[MedianColumn]
public class MappingBenchmark
{
    private readonly ChargeWebhook _charge = ChargeWebhook.Load();

    [GlobalSetup]
    public void BothGiveTheSame()
    {
        var byHand = HandWritten.Map(_charge.Webhook.Body)!;
        if (Purchase.Of((RuleResult)ByRule()) != byHand || WholeMapping() is not MappedWebhook { Outcome.Conversions.Count: 1 })
        {
            throw new InvalidOperationException("Both must give the same, or the benchmark compares different work.");
        }
    }

    [Benchmark(Baseline = true, Description = "written by hand")]
    public object ByHand() => HandWritten.Map(_charge.Webhook.Body)!;

    [AtMost(1.5)]
    [Benchmark(Description = "facts and rule")]
    public object ByRule()
    {
        using var document = RuleInput.Parse(_charge.Webhook.Body);
        var input = RuleInput.Of(_charge.Webhook, document.RootElement, _charge.Target);
        return RuleRunner.Run(_charge.Rule, _charge.Webhook.Type, input.Expressions);
    }

    /// <summary>All rules of the file, the check, the money guards and the explanation that is stored.</summary>
    [Benchmark(Description = "all rules, check, explanation")]
    public object WholeMapping() => WebhookMapper.Map(_charge.Webhook, _charge.Target);
}
