using CometHooks.Configuration;
using CometHooks.Map;

namespace CometHooks.Tests.Samples;

/// <summary>A rule that is shipped as a comment is read by nobody until an admin needs it: then it has to be right.</summary>
public sealed class SwitchedOffRuleTests
{
    [Theory]
    [InlineData("mappings/stripe.yaml", "refund", "subscription ended")]
    [InlineData("mappings/stripe-invoices.yaml", "refund", "subscription ended")]
    [InlineData("mappings/shopify.yaml", "refund", "cancelled order")]
    [InlineData("mappings/calendly.yaml", "paid booking", "cancelled booking", "did not show up")]
    public void A_rule_without_its_comment_signs_is_right(string file, params string[] switchedOff)
    {
        var text = ShippedFiles.Text(file);
        var switchedOn = SwitchedOffRules.SwitchOn(text);
        var problems = new List<Problem>();

        var mapping = MappingReader.Read(file, switchedOn, problems);

        Assert.Empty(problems);
        Assert.Equal(switchedOff, mapping!.Rules.Select(r => r.Name).Except(MappingReader.Read(file, text, problems)!.Rules.Select(r => r.Name)));
    }
}
