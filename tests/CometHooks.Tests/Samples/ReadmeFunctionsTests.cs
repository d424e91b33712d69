using CometHooks.Map.Expressions;

namespace CometHooks.Tests.Samples;

public sealed class ReadmeFunctionsTests
{
    [Fact]
    public void The_readme_of_the_mappings_names_every_function()
    {
        var readme = ShippedFiles.Text("mappings/README.md");

        Assert.NotEmpty(Functions.Known);
        Assert.All(Functions.Known, function => Assert.Matches($@"`\${function.Name}[`(]", readme));
    }
}
