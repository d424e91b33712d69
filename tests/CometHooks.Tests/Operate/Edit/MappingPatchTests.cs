using System.Diagnostics;
using System.Text;
using CometHooks.Operate.Edit;
using CometHooks.Proof;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.Operate.Edit;

/// <summary>What the console offers as a patch is one to the programs that apply it.</summary>
public sealed class MappingPatchTests
{
    private const string Name = "mappings/a mapping.yaml";
    private const int Seed = 4711;

    public static TheoryData<string, string> Changes => new()
    {
        { "a\nb\nc\n", "a\nB\nc\n" },
        { "a\nb\nc", "a\nb\nc\n" },
        { "a\nb\nc\n", "a\nb\nc" },
        { "a\nb", "a\nB" },
        { "a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n" },
        { "a\r\nb\r\n", "a\nb\n" },
        { "a\n", "first\na\n" },
        { "a\n", "a\nlast\n" },
        { "a\nb\n", "b\n" },
        { "a # ü €\n", "a # ö 😀\n" },
        { string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}\n")), string.Concat(Enumerable.Range(0, 40).Select(i => i is 3 or 10 or 12 or 39 ? $"new {i}\n" : $"{i}\n")) },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Patch_and_git_make_of_the_old_text_the_new_one(string before, string after)
    {
        await Installed.EnsureAsync("patch");
        await Installed.EnsureAsync("git");
        var patch = MappingPatch.Of(Name, before, after);

        Assert.Equal(after, await AppliedAsync(before, patch, "patch", "-p1", "--binary", "--no-backup-if-mismatch", "-i", "../change.patch"));
        Assert.Equal(after, await AppliedAsync(before, patch, "git", "apply", "../change.patch"));
    }

    [Fact]
    public async Task Whatever_lines_of_a_shipped_mapping_change()
    {
        await Installed.EnsureAsync("git");
        var random = new Random(Seed);
        var before = ShippedFiles.Text("mappings/stripe.yaml");
        for (var i = 0; i < 25; i++)
        {
            var after = Changed(before, random);

            Assert.Equal(after, await AppliedAsync(before, MappingPatch.Of(Name, before, after), "git", "apply", "../change.patch"));
        }
    }

    [Fact]
    public void Where_nothing_changed_there_is_no_patch()
    {
        Assert.Equal("", MappingPatch.Of(Name, "a\nb", "a\nb"));
    }

    // In a folder of a repository, as the configuration is one.
    private static async Task<string> AppliedAsync(string before, string patch, string program, params string[] arguments)
    {
        var root = Directory.CreateTempSubdirectory("comethooks-patch-");
        try
        {
            var file = Path.Combine(root.FullName, "config", Name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, before, new UTF8Encoding(false));
            await File.WriteAllTextAsync(Path.Combine(root.FullName, "change.patch"), patch, new UTF8Encoding(false));
            await RunAsync("git", root.FullName, "init", "-q");
            await RunAsync(program, Path.Combine(root.FullName, "config"), arguments);
            return await File.ReadAllTextAsync(file);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await output}{error}");
    }

    private static string Changed(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        for (var change = random.Next(1, 8); change > 0; change--)
        {
            var at = random.Next(lines.Count);
            switch (random.Next(3))
            {
                case 0:
                    lines[at] = $"{lines[at]} # changed";
                    break;
                case 1:
                    lines.Insert(at, "# inserted");
                    break;
                default:
                    lines.RemoveAt(at);
                    break;
            }
        }

        return string.Join('\n', lines);
    }
}
