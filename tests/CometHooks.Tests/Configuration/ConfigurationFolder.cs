using CometHooks.Configuration;

namespace CometHooks.Tests.Configuration;

/// <summary>A configuration folder of a test's own.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    public ConfigurationFolder(string yaml, params IEnumerable<string> mappings)
    {
        Path = Directory.CreateTempSubdirectory("comethooks-").FullName;
        Write(HubConfiguration.FileName, yaml);
        foreach (var mapping in mappings)
        {
            Write(mapping, "version: 1\n");
        }
    }

    public string Path { get; }

    public List<Problem> Problems { get; } = [];

    public List<Problem> Warnings { get; } = [];

    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Null where there are problems.</summary>
    public HubConfiguration? Load(params (string Name, string Value)[] environment)
    {
        HubConfiguration.TryLoad(
            Path, environment.ToDictionary(x => x.Name, x => x.Value), _ => ["stripe", "shopify", "calendly", "acme"], out var configuration, Problems, Warnings);
        return configuration;
    }

    /// <summary>The problems as they are printed, without the folder's name, which differs from run to run.</summary>
    public string Text(IEnumerable<Problem> problems) => string.Join('\n', problems.Select(x => x.ToString().Replace(Path, "config", StringComparison.Ordinal)));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
