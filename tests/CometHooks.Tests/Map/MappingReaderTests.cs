using CometHooks.Configuration;
using CometHooks.Map;

namespace CometHooks.Tests.Map;

public sealed class MappingReaderTests
{
    private const string Good = """
        version: 1
        source: stripe
        payload: data.object
        rules:
          - name: payment
            on: charge.succeeded
            when: captured = true
            send: purchase
            once_per: payment_intent ?? id
            fields:
              email: billing_details.email ?? receipt_email
              amount: $facts.amount
              comet_source: { text: stripe }
        """;

    [Fact]
    public void A_good_mapping_has_no_problems_and_a_version_that_follows_its_text()
    {
        var (mapping, problems) = Read(Good);
        var (changed, _) = Read(Good + "\n# changed\n");

        Assert.Empty(problems);
        Assert.Equal(12, mapping!.Version.Length);
        Assert.NotEqual(mapping.Version, changed!.Version);
    }

    [Fact]
    public void All_mistakes_of_a_file_are_reported_in_one_run_each_with_its_place_and_what_to_write()
    {
        var text = string.Join('\n',
            "version: 1",
            "source: stripe",
            "payload: data.object",
            "rules:",
            "  - name: payment",
            "    on: charge.succeeded",
            "    send: purchase",
            "    fields:",
            "      ammount: $facts.amount",
            "      email: $lowercas(email)",
            "  - name: second",
            "    on: invoice.paid",
            "    send: purchase",
            "    once_per: id",
            "    fields:",
            "\t  phone: phone",
            "      order_name: paid ? 'paid' : 'open'",
            "");

        var (mapping, problems) = Read(text);

        Assert.Null(mapping);
        var lines = problems.Select(p => p.ToString()).ToList();
        Assert.Contains(lines, l => l.StartsWith("m.yaml:5:5: a rule that sends needs 'once_per'", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("m.yaml:9:7: unknown field 'ammount'. Did you mean 'amount'?", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("m.yaml:10:14: ", StringComparison.Ordinal) && l.Contains("$lowercase", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("m.yaml:16:1: YAML does not allow tabs", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("m.yaml:17:", StringComparison.Ordinal) && l.EndsWith("order_name: 'paid ? ''paid'' : ''open'''", StringComparison.Ordinal));
        Assert.Equal(5, problems.Count);
    }

    [Theory]
    [InlineData("send: purchase", "send: purchas", "Cometly has no event 'purchas'. Did you mean 'purchase'?")]
    [InlineData("    on: charge.succeeded\n", "", "'on' is missing")]
    [InlineData("    send: purchase\n", "", "this rule does nothing")]
    [InlineData("version: 1", "version: 2", "version 2 is not known")]
    [InlineData("source: stripe", "sauce: stripe", "unknown key 'sauce'. Did you mean 'source'?")]
    [InlineData("when: captured = true", "when: captured == true", "'='")]
    [InlineData("when: captured = true", "when:", "'when' is empty: take the line out, or write the condition.")]
    [InlineData("when: captured = true", "when: ''", "'when' is empty: take the line out, or write the condition.")]
    [InlineData("      amount: $facts.amount", "      phone: 📞", "'📞' means nothing here.")]
    [InlineData("    send: purchase\n", "    send: purchase\n    wait_for_identity: 30\n", "'30' is not a duration")]
    [InlineData("    send: purchase\n", "    send: purchase\n    phone_country: USA\n", "'USA' is not a country")]
    [InlineData("    send: purchase\n", "    send: purchase\n    wait_for_identity: 2h\n", "may wait for 1h at most")]
    [InlineData("    send: purchase\n", "    send: purchase\n    recall: { costumer: customer }\n", "unknown key of an identity 'costumer'. Did you mean 'customer'?")]
    [InlineData("    send: purchase\n", "    send: purchase\n    remember: { identity: { comet_token: id } }\n", "'under' is missing")]
    [InlineData("    send: purchase\n", "    send: purchase\n    remember: { under: { payment: id }, identity: { token: id } }\n", "unknown field of an identity 'token'")]
    public void A_mistake_says_what_to_write(string right, string wrong, string message)
    {
        var (mapping, problems) = Read(Good.ReplaceLineEndings("\n").Replace(right, wrong, StringComparison.Ordinal));

        Assert.Null(mapping);
        Assert.Contains(problems, p => p.Message.Contains(message, StringComparison.Ordinal));
        Assert.All(problems, p => Assert.True(p.Line > 0));
    }

    [Fact]
    public void Two_rules_of_one_name_are_refused()
    {
        var rules = Good[Good.IndexOf("  - name", StringComparison.Ordinal)..];

        var (mapping, problems) = Read($"{Good}\n{rules}");

        Assert.Null(mapping);
        Assert.Contains(problems, p => p is { Line: 14, Column: 11 } && p.Message.StartsWith("two rules are named 'payment', the first in line 5:", StringComparison.Ordinal));
    }

    private static (Mapping? Mapping, List<Problem> Problems) Read(string text)
    {
        var problems = new List<Problem>();
        return (MappingReader.Read("m.yaml", text, problems), problems);
    }
}
