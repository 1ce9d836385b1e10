using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Options;

/// <summary>
/// Puts the options of one proxy together, in the order that decides who wins: section, <c>AddPostHogProxy</c>, the arguments of
/// <c>MapPostHogProxy</c>, its delegate. Run once at Map and once more at every change of the configuration.
/// </summary>
internal sealed class OptionsSource
{
    private readonly string _name;
    private readonly MapArguments _arguments;
    private readonly IConfigurationSection _section;
    private readonly IConfigurationSection _maps;
    private readonly Action<PostHogProxyOptions>? _configure;
    private readonly OptionsFactory<PostHogProxyOptions> _configured;

    private readonly IOptionsOverride[] _overrides;

    // The app's own; they judge what comes out at the end, so they do not go into the factory.
    private readonly IValidateOptions<PostHogProxyOptions>[] _validators;

    public OptionsSource(
        IServiceProvider services,
        IConfiguration configuration,
        string name,
        MapArguments arguments,
        Action<PostHogProxyOptions>? configure)
    {
        _name = name;
        _arguments = arguments;
        _configure = configure;
        _section = configuration.GetSection(ProxySetting.SectionOf(name));
        _maps = configuration.GetSection($"{ProxySetting.Root}:{ProxySetting.Maps}");

        // The section comes first, wherever AddPostHogProxy registered it and also where nobody called that.
        var setups = services.GetServices<IConfigureOptions<PostHogProxyOptions>>()
            .Where(setup => setup is not OptionsSection)
            .Prepend(new OptionsSection(configuration));
        _configured = new(setups, services.GetServices<IPostConfigureOptions<PostHogProxyOptions>>());
        _overrides = [.. services.GetServices<IOptionsOverride>()];
        _validators = [.. services.GetServices<IValidateOptions<PostHogProxyOptions>>()];
    }

    /// <exception cref="OptionsValidationException">A value is wrong; the message names it, its place and the cure.</exception>
    public PostHogProxyOptions Create()
    {
        try
        {
            var options = _configured.Create(_name);
            _arguments.Apply(options);
            _configure?.Invoke(options);
            Trim(options.ProjectTokens);

            List<string> problems = [.. OptionsValidation.Problems(options), .. AppsOwnProblems(options)];
            if (problems.Count > 0)
            {
                throw new OptionsValidationException(_name, typeof(PostHogProxyOptions), problems);
            }

            foreach (var each in _overrides)
            {
                each.Apply(options);
            }

            return options;
        }
        catch (OptionsValidationException wrong)
        {
            throw new OptionsValidationException(_name, typeof(PostHogProxyOptions), [Place() + string.Join(" ", wrong.Failures)]);
        }
    }

    // As PostHog does: blanks around a token are no part of it.
    private static void Trim(IList<string> tokens)
    {
        for (var at = 0; at < tokens.Count; at++)
        {
            tokens[at] = tokens[at].Trim();
        }
    }

    private IEnumerable<string> AppsOwnProblems(PostHogProxyOptions options) =>
        from validator in _validators
        let result = validator.Validate(_name, options)
        where result.Failed
        from failure in result.Failures ?? []
        select failure;

    private string Place() =>
        $"The PostHog proxy {_arguments} (section '{ProxySetting.SectionOf(_name)}') cannot be mapped. " + NameHint();

    // MapPostHogProxy("/k3fw") takes its argument for a name.
    private string NameHint() =>
        _name.StartsWith('/') ? $"'{_name}' was read as the name of a map. For a path, give the region too: MapPostHogProxy(\"{_name}\", PostHogRegion.Eu). "
        : _name.Length > 0 && !_section.Exists() ? $"There is no such section. {ProxySetting.Root}:{ProxySetting.Maps} has: {OtherMaps()}. "
        : "";

    private string OtherMaps() =>
        string.Join(", ", _maps.GetChildren().Select(map => map.Key)) is { Length: > 0 } names ? names : "nothing";
}
