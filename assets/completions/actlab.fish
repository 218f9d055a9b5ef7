# Completions of actlab for fish. The program itself says what may follow.
function __actlab_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    for line in (command actlab complete -- $before[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':dirs'
                __fish_complete_directories "$current"
            case ':files'
                __fish_complete_path "$current"
            case ':files *'
                for end in (string split ' ' (string replace ':files ' '' $line))
                    __fish_complete_suffix ".$end"
                end
            case '*'
                string replace ' ' \t -- $line
        end
    end
end
complete -c actlab -f -a '(__actlab_complete)'
