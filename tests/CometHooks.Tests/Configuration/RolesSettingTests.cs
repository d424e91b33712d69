namespace CometHooks.Tests.Configuration;

/// <summary>Which roles an instance may have.</summary>
public sealed class RolesSettingTests
{
    [Fact]
    public void Without_a_word_an_instance_does_everything()
    {
        using var folder = new ConfigurationFolder("log: { format: json }");

        Assert.Equal(["receive", "map", "deliver", "console"], folder.Load()!.Options.Roles);
    }

    [Theory]
    [InlineData("[receive, mapp]", "1:18: 'roles.1' must be receive or map or deliver or console, not 'mapp'. Did you mean 'map'?")]
    [InlineData("[]", "1:1: 'roles' is empty: name what this instance does, of receive, map, deliver, console.")]
    public void Roles_that_nobody_knows_and_none_at_all_are_refused(string roles, string problem)
    {
        using var folder = new ConfigurationFolder($"roles: {roles}\nstore: {{ provider: postgres }}");

        Assert.Null(folder.Load());

        Assert.Equal($"config/comethooks.yaml:{problem}", folder.Text(folder.Problems));
    }

    [Fact]
    public void A_role_that_nobody_knows_is_the_only_mistake()
    {
        using var folder = new ConfigurationFolder("roles: [recieve]");

        Assert.Null(folder.Load());

        Assert.Contains("Did you mean 'receive'?", Assert.Single(folder.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_leaves_work_to_others_must_share_a_database_with_them()
    {
        using var folder = new ConfigurationFolder("roles: [receive]");

        Assert.Null(folder.Load());

        Assert.Equal(
            "config/comethooks.yaml:1:1: 'roles' leaves map and deliver to other instances, which need one database with this one: set store.provider to postgres.",
            folder.Text(folder.Problems));
    }

    [Theory]
    [InlineData("roles: [receive, map, deliver]")]
    [InlineData("roles: [receive]\nstore: { provider: postgres }")]
    public void One_that_does_the_whole_path_may_have_a_file_and_one_that_shares_it_PostgreSQL(string yaml)
    {
        using var folder = new ConfigurationFolder(yaml);

        Assert.NotNull(folder.Load());
    }
}
