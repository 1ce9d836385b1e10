using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogProxy.Package.Tests.Api;

/// <summary>The JSON schema of the section <c>PostHogProxy</c>, written from the options and their documentation.</summary>
internal sealed class ConfigurationSchema
{
    // "00:00:02.500"; a bare number would be days.
    private const string Duration = @"^(\d+\.)?\d{1,2}:\d{2}(:\d{2}(\.\d{1,7})?)?$";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private readonly DocumentedMembers _documentation = new(typeof(PostHogProxyOptions).Assembly);
    private readonly DocumentedMembers _outbox = new(typeof(PostHogOutboxOptions).Assembly);

    public string Write()
    {
        var section = Options("Settings of the PostHog proxy that is mapped without arguments.");
        section["properties"]!["Outbox"] = Section(new PostHogOutboxOptions(), "Settings of the outbox, which the packages PostHogProxy.Outbox.* add: one for the whole app.", _outbox);
        section["properties"]!["Maps"] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "Settings of further proxies, by the name that MapPostHogProxy(name) is given.",
            ["additionalProperties"] = Options("Settings of one named proxy."),
        };
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["PostHogProxy"] = section } };
        return schema.ToJsonString(Indented) + "\n";
    }

    private JsonObject Options(string description) => Section(new PostHogProxyOptions(), description, _documentation);

    private static JsonObject Section(object options, string description, DocumentedMembers documentation)
    {
        var properties = new JsonObject();
        foreach (var option in options.GetType().GetProperties().Where(each => !IsInCodeOnly(each.PropertyType)))
        {
            var schema = option.GetValue(options) is AssetCacheOptions below ? Section(below, "", documentation) : Value(option, options);
            schema["description"] = documentation.SummaryOf(option);
            properties[option.Name] = schema;
        }

        return new JsonObject { ["type"] = "object", ["description"] = description, ["properties"] = properties };
    }

    private static bool IsInCodeOnly(Type type) => typeof(Delegate).IsAssignableFrom(type) || (type.IsInterface && type != typeof(IList<string>));

    // With less, the app does not start.
    private static int Least(PropertyInfo option) => option.Name switch
    {
        nameof(AssetCacheOptions.MaximumBytes) => 65_536,
        nameof(PostHogOutboxOptions.MaxBytes) => 1_048_576,
        nameof(PostHogOutboxOptions.MaxEntryBytes) => 1024,
        nameof(PostHogOutboxOptions.MinFreeDisk) or nameof(PostHogOutboxOptions.DeadLetterMaxBytes) => 0,
        _ => 1,
    };

    private static JsonObject Value(PropertyInfo option, object options)
    {
        var standard = option.GetValue(options);
        var type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        var schema = type switch
        {
            _ when type == typeof(bool) => new JsonObject { ["type"] = "boolean", ["default"] = (bool)standard! },
            _ when type == typeof(long) => new JsonObject { ["type"] = "integer", ["minimum"] = Least(option), ["default"] = (long)standard! },
            _ when type == typeof(int) && standard is int count => new JsonObject { ["type"] = "integer", ["minimum"] = Least(option), ["default"] = count },
            _ when type == typeof(int) => new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
            _ when type == typeof(double) => new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1, ["default"] = (double)standard! },
            _ when type == typeof(TimeSpan) => new JsonObject { ["type"] = "string", ["pattern"] = Duration, ["default"] = standard!.ToString() },
            _ when type == typeof(Uri) => new JsonObject { ["type"] = "string", ["format"] = "uri" },
            _ when type == typeof(IList<string>) => new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
            // Several of them, with commas between.
            _ when type.IsDefined(typeof(FlagsAttribute)) => new JsonObject { ["type"] = "string", ["default"] = standard!.ToString() },
            { IsEnum: true } => new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)name)]) },
            _ when type == typeof(string) => new JsonObject { ["type"] = "string" },
            _ => throw new NotSupportedException($"The schema does not know how {option.Name} is written in configuration."),
        };
        if (type.IsEnum && standard is not null)
        {
            schema["default"] = standard.ToString();
        }

        return schema;
    }
}
